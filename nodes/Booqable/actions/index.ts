import type { Resource } from '../../shared/operation';
import { account } from './account';
import { bundle } from './bundle';
import { changedRecord } from './changedRecord';
import { company } from './company';
import { customApiCall } from './customApiCall';
import { customer } from './customer';
import { defaultProperty } from './defaultProperty';
import { document } from './document';
import { email } from './email';
import { emailTemplate } from './emailTemplate';
import { employee } from './employee';
import { itemAvailability } from './itemAvailability';
import { location } from './location';
import { note } from './note';
import { order } from './order';
import { orderLine } from './orderLine';
import { payment } from './payment';
import { planning } from './planning';
import { product } from './product';
import { productGroup } from './productGroup';
import { property } from './property';
import { tag } from './tag';
import { taxRegion } from './taxRegion';
import { webhookEndpoint } from './webhookEndpoint';

/** Every resource of the node, with its operations, in the order of use; the first is chosen at the start. */
export const resources: readonly Resource[] = [
	customer,
	order,
	orderLine,
	planning,
	note,
	document,
	payment,
	changedRecord,
	product,
	productGroup,
	bundle,
	itemAvailability,
	email,
	emailTemplate,
	property,
	defaultProperty,
	tag,
	employee,
	location,
	taxRegion,
	company,
	webhookEndpoint,
	account,
	customApiCall,
];
