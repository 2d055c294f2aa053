import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { Roofr } from '../../nodes/Roofr/Roofr.node';
import { SyncLedger } from '../../nodes/SyncLedger/SyncLedger.node';
import { walkThrough } from './editor/walkThrough';

walkThrough([new Booqable(), new Roofr(), new SyncLedger()]);
