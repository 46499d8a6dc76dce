/** Counting tests for the closing line of `npm test`. */

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/**
 * @typedef {object} Report the parts of vitest's JSON report that are counted
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{status: string, assertionResults: {status: string}[]}[]} testResults one for each file
 */

/**
 * A file that cannot be loaded has no tests to fail, and an error outside every test fails none: both count.
 * @param {Report | null} report null where vitest wrote none
 * @param {number} code its exit code
 * @returns {Counts}
 */
export function countsOf(report, code) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
