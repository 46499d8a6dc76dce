/**
 * One token a word or a run of punctuation, lower case. Languages that write without spaces give one token a
 * character. How a word is spelt and what it is punctuated with is style, so nothing else is normalised.
 */
const TOKEN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}']+|[.,!?;:…—–-]+/gu;

/** Tokens of one line that are looked at; no line of a drama is longer. */
const MOST_TOKENS = 2000;

export const tokensOf = (line: string): string[] =>
  (line.slice(0, 20_000).toLowerCase().replace(/[’‘]/g, "'").match(TOKEN) ?? []).slice(0, MOST_TOKENS);

/**
 * What a line is made of, with repetitions: words, pairs of neighbours (the line's beginning and end count as
 * neighbours) and pairs with one word between them. The last catch turns of phrase whose middle varies
 * ("so … happy"); see Guthrie and others, "A closer look at skip-gram modelling", 2006.
 */
export function styleFeatures(line: string): string[] {
  const tokens = tokensOf(line);
  const framed = ['\u0002', ...tokens, '\u0003'];
  const features = tokens.map((token) => token);
  for (let at = 1; at < framed.length; at += 1) features.push(`${framed[at - 1]} ${framed[at]}`);
  for (let at = 2; at < framed.length; at += 1) features.push(`${framed[at - 2]} _ ${framed[at]}`);
  return features;
}

/** A feature as people read it. */
export const describeFeature = (feature: string): string =>
  feature.replaceAll('\u0002', '(start)').replaceAll('\u0003', '(end)').replace(' _ ', ' … ');
