export { breather, mapInTurns } from '../../sync/model/breather';
