import type { Resource } from '../../shared/operation';
import { due, review } from './due';
import { fieldPair } from './fieldPair';
import { historyOfRecord, wholeLedger } from './ledger';
import { link } from './link';
import { template } from './template';

/** Every resource of the node, with its operations. */
export const resources: readonly Resource[] = [due, link, review, historyOfRecord, wholeLedger, fieldPair, template];
