/** Where the pages of docs/ are read. `npm run catalog` takes it from the homepage in package.json. */
const DOCS = 'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs';

/** Address of the page about a credential type. */
export const credentialPage = (name: string): string => `${DOCS}/credentials/${name}.md`;
