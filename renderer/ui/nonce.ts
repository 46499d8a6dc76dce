/**
 * The nonce that lets style elements made at run time pass the content security
 * policy. The application writes a new one into the page at each load; where
 * nobody did (a page without a policy), the placeholder does no harm.
 */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="rolecall-style-nonce"]')?.content ?? '';
