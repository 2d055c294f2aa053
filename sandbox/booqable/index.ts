export { booqable } from './service';
export { sampleCustomers } from './sampleCustomers';
