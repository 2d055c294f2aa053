export { startSandbox, type Sandbox, type SandboxOptions } from './server';
export { makePlain } from './plain';
export { defaultServices } from './services';
export type { Service, ServiceFactory, World } from './service';
export type { FaultRule } from './faults';
export type { RecordedRequest, RequestFilter } from './requestLog';
