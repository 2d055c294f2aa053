// `npm run n8n`: installs the pinned n8n into the cache, which `npm start` and the e2e tests otherwise do when they
// need it.
import { installN8n } from '../launcher/install';
import { explain } from '../launcher/problem';
import { printedProgress } from '../launcher/progress';

installN8n({ progress: printedProgress() }).catch((error: unknown) => {
	process.stderr.write(`${explain(error)}\n`);
	process.exit(1);
});
