export { PENDING, type Deliveries, type Seen } from './deliveries';
export { deliveriesIn, hostDeliveries, openDeliveries, type Opened } from './open';
export { SqlDeliveries } from './sqlDeliveries';
