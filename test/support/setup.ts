import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// n8n reads these when it is first imported, so they come before any import of it.
process.env.N8N_USER_FOLDER = mkdtempSync(path.join(tmpdir(), 'n8n-test-'));
process.env.N8N_ENCRYPTION_KEY = 'test-key';
process.env.N8N_EXPRESSION_ENGINE = 'legacy';

require('reflect-metadata');
