/**
 * Address of the API. n8n leaves hidden fields out of a credential, with their defaults, so it is named wherever the
 * base URL is read.
 */
export const BASE_URL = 'https://services.leadconnectorhq.com';
