/** The person at this machine; projects of several people come with a later contract. */
export const WHO = process.env['USER'] ?? process.env['USERNAME'] ?? 'curator';
