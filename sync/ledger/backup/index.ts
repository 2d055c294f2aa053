export { backUp, type Backup } from './write';
export { restore, type Restored } from './restore';
export { BackupProblem } from './format';
