export { breather, mapInTurns } from '../../store/breather';
