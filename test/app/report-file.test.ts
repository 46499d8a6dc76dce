import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isReport } from '../../main/app/report-file.ts';

const home = mkdtempSync(join(tmpdir(), 'rolecall-report-'));
const project = join(home, 'My series.rolecall');
mkdirSync(join(project, 'exports'), { recursive: true });
for (const name of ['report.html', 'run.sh', 'page.html'])
  writeFileSync(join(name === 'page.html' ? home : join(project, 'exports'), name), 'x');
symlinkSync(join(home, 'page.html'), join(project, 'exports', 'link.html'));
mkdirSync(join(project, 'exports', 'folder.html'));

it.each([
  [true, 'a report of a project', join(project, 'exports', 'report.html')],
  [false, 'a page outside every project', join(home, 'page.html')],
  [false, 'something else in a project', join(project, 'exports', 'run.sh')],
  [false, 'a link that leads out', join(project, 'exports', 'link.html')],
  [false, 'a folder', join(project, 'exports', 'folder.html')],
  [false, 'a path that climbs out', join(project, '..', 'page.html')],
  [false, 'what is not there', join(project, 'exports', 'none.html')],
])('%s: %s', (may, _name, path) => {
  expect(isReport(path)).toBe(may);
});
