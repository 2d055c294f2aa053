// `npm run n8n`: installs the pinned n8n into the cache, which `npm start` and the e2e tests otherwise do when they need it.
import { installN8n } from '../sandbox/launcher/install';
import { explain } from '../sandbox/launcher/problem';
import { printedProgress } from '../sandbox/launcher/progress';

installN8n({ progress: printedProgress() }).catch((error: unknown) => {
	process.stderr.write(`${explain(error)}\n`);
	process.exit(1);
});
