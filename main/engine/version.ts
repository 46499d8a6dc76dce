/** The version that projects, exports and `--version` name; equal to package.json's, which a test checks. */
export const ROLECALL_VERSION = '0.1.0';
