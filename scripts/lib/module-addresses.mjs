/** A bundler plugin: in the bundle, every module still sees the address of its source file. */
import { dirname, relative, sep } from 'node:path';
import { root } from './paths.mjs';

const ADDRESS = /\bimport\.meta\.(url|dirname|filename|main)\b/g;

/**
 * Sources find their own files (models, migrations) relative to `import.meta`. In a bundle that would be
 * the bundle's place; this keeps the meaning, with addresses relative to the bundle so that dist/ may move
 * together with the sources.
 * @param {{entry: string, outputFile: string}} options absolute paths; where the bundle will finally lie
 * @returns {import('vite').Plugin}
 */
export function keepModuleAddresses({ entry, outputFile }) {
  return {
    name: 'rolecall-module-addresses',
    enforce: 'pre',
    transform(code, id) {
      const file = id.split('?')[0] ?? id;
      if (!file.startsWith(root + sep) || file.includes(`${sep}node_modules${sep}`)) return null;
      if (code.search(ADDRESS) === -1) return null;
      const replaced = code.replace(ADDRESS, (_, property) => {
        if (property === 'main') return String(file === entry);
        const target = property === 'dirname' ? dirname(file) : file;
        const address = JSON.stringify(relative(dirname(outputFile), target).split(sep).join('/'));
        if (property === 'url') return `new URL(${address}, import.meta.url).href`;
        return `rolecallPathOf(new URL(${address}, import.meta.url))`;
      });
      const needsPath = replaced.includes('rolecallPathOf(');
      const prefix = needsPath ? "import { fileURLToPath as rolecallPathOf } from 'node:url'; " : '';
      return { code: prefix + replaced, map: null };
    },
  };
}
