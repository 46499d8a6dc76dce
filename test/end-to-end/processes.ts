import { execFileSync } from 'node:child_process';

/** The processes that run the engine below a process. */
export function enginesBelow(parent: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const known = lines.map((line) => {
    const [pid, above, ...words] = line.trim().split(/\s+/);
    return { pid: Number(pid), above: Number(above), words: words.join(' ') };
  });
  const below = new Set([parent]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const each of known) if (below.has(each.above)) below.add(each.pid);
  }
  const engines = known.filter(
    ({ pid, words }) => below.has(pid) && /engine[\w./-]*\.(m?js|cjs)/.test(words),
  );
  const utilities = known.filter(
    ({ pid, words }) => below.has(pid) && words.includes('--utility-sub-type=node'),
  );
  const found = engines.length > 0 ? engines : utilities;
  if (found.length === 0) throw new Error(`no engine below ${parent}`);
  return found.map(({ pid }) => pid);
}
