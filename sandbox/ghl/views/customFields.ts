import type { CustomField } from '../models/records';
import type { View } from './view';

export const WITH_OPTIONS = ['SINGLE_OPTIONS', 'MULTIPLE_OPTIONS', 'CHECKBOX', 'RADIO', 'TEXTBOX_LIST'];
export function fieldView(field: CustomField): View {
	return {
		...field,
		...(field.picklistOptions || !WITH_OPTIONS.includes(field.dataType) ? {} : { picklistOptions: [] }),
		...(field.dataType === 'FILE_UPLOAD' ? { isMultiFileAllowed: false, maxFileLimit: 1 } : {}),
	};
}
