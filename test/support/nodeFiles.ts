// Imported for its effect, before any node. Beside `X.node.ts` lies n8n's codex `X.node.json`, and Node looks for JSON
// before TypeScript where an import names no extension: so JSON goes to the end.
const { '.json': json } = require.extensions;
Reflect.deleteProperty(require.extensions, '.json');
require.extensions['.json'] = json;
