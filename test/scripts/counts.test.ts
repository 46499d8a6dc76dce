import { expect, it } from 'vitest';
import { countsOf } from '../../scripts/lib/counts.mjs';

const report = (passed: number, failed: number, files: { status: string; tests: string[] }[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((each) => ({ status: each })),
  })),
});

it.each([
  {
    title: 'passes, pending and to-do',
    report: report(3, 0, [{ status: 'passed', tests: ['passed'] }]),
    code: 0,
    expected: { passed: 3, failed: 0, skipped: 3 },
  },
  {
    title: 'failed tests',
    report: report(3, 2, [{ status: 'failed', tests: ['failed', 'failed'] }]),
    code: 1,
    expected: { passed: 3, failed: 2, skipped: 3 },
  },
  {
    title: 'a file that cannot be loaded counts as a failure',
    report: report(3, 0, [{ status: 'failed', tests: [] }]),
    code: 1,
    expected: { passed: 3, failed: 1, skipped: 3 },
  },
  {
    title: 'an error outside every test counts as a failure',
    report: report(3, 0, [{ status: 'passed', tests: ['passed'] }]),
    code: 1,
    expected: { passed: 3, failed: 1, skipped: 3 },
  },
  { title: 'no report at all', report: null, code: 1, expected: { passed: 0, failed: 1, skipped: 0 } },
])('$title', ({ report: given, code, expected }) => {
  expect(countsOf(given, code)).toEqual(expected);
});
