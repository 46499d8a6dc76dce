import ts from 'typescript';

/** Properties of elements and of options whose text people see or hear. */
const SEEN = new Set([
  'label',
  'title',
  'placeholder',
  'description',
  'hint',
  'text',
  'alt',
  'message',
  'remedy',
  'detail',
  'buttonLabel',
  'sublabel',
  'toolTip',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
]);

/** Functions of ours that show or say what they are given. */
const TELLING = new Set([
  'noticeError',
  'noticeGood',
  'item',
  'refusal',
  'internal',
  'announce',
  'showErrorBox',
  'setTitle',
]);

const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text);

/**
 * Literals of words that people would see in a file of the window or of the application around it, each with its line:
 * text between tags, properties that are shown, and what notices and menus are given. Conditions, templates and
 * constants of the same file are followed; what other functions return is not.
 */
export function strayWords(fileName: string, source: string): string[] {
  const file = ts.createSourceFile(
    fileName,
    source,
    ts.ScriptTarget.Latest,
    true,
    fileName.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const constants = constantsOf(file);
  const found: string[] = [];
  const note = (node: ts.Node, text: string): void => {
    if (!hasWords(text)) return;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push(`${fileName}:${line + 1}: ${text.trim()}`);
  };
  const shown = (node: ts.Node | undefined, seen: readonly string[] = []): void => {
    if (node === undefined) return;
    if (ts.isStringLiteralLike(node)) note(node, node.text);
    else if (ts.isTemplateExpression(node)) {
      note(node.head, node.head.text);
      for (const { expression, literal } of node.templateSpans) {
        shown(expression, seen);
        note(literal, literal.text);
      }
    } else if (ts.isJsxExpression(node)) shown(node.expression, seen);
    else if (ts.isConditionalExpression(node)) {
      shown(node.whenTrue, seen);
      shown(node.whenFalse, seen);
    } else if (ts.isBinaryExpression(node)) {
      if (TEXT_OPERATORS.has(node.operatorToken.kind)) {
        shown(node.left, seen);
        shown(node.right, seen);
      }
    } else if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node)
    )
      shown(node.expression, seen);
    else if (ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node))
      shown(node.expression, seen);
    else if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties)
        if (ts.isPropertyAssignment(property)) shown(property.initializer, seen);
    } else if (ts.isArrayLiteralExpression(node)) for (const element of node.elements) shown(element, seen);
    else if (ts.isIdentifier(node) && !seen.includes(node.text))
      shown(constants.get(node.text), [...seen, node.text]);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text);
    else if (ts.isJsxAttribute(node) && SEEN.has(node.name.getText(file))) shown(node.initializer);
    else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) shown(node.expression);
    else if (ts.isPropertyAssignment(node) && SEEN.has(nameOf(node.name))) shown(node.initializer);
    else if (ts.isCallExpression(node) && TELLING.has(calleeOf(node)))
      for (const argument of node.arguments) if (!isKey(argument)) shown(argument);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(found)];
}

const TEXT_OPERATORS = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

const nameOf = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';

/** The last word of what is called: `noticeError`, `dialog.showErrorBox`. */
const calleeOf = ({ expression }: ts.CallExpression): string =>
  ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : ts.isIdentifier(expression)
      ? expression.text
      : '';

/** A name for the program, not for people: one word of small letters, or keys such as `CmdOrCtrl+N`. */
const isKey = (argument: ts.Expression): boolean =>
  ts.isStringLiteral(argument) && (/^[a-z-]+$/.test(argument.text) || /^(?:\w+\+)+\w+$/.test(argument.text));

/** What the constants of a file stand for. */
function constantsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined)
      constants.set(node.name.text, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return constants;
}
