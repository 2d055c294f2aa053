import path from 'node:path';

/** The folder of the package. */
export const ROOT = path.join(__dirname, '..', '..');
