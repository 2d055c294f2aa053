import { stopAll } from './shared';

/** After the editor walk: ends what was started for it. */
export default stopAll;
