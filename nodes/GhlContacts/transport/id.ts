import { textOf } from '../../shared/parameters/input';
import { only } from '../../shared/values/text';

const ID = /^(?=.*\d)[A-Za-z\d]{20,24}$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a value is surely an ID of GHL: then no list is read for it. */
export const isId = (value: unknown): boolean => ID.test(textOf(only(value)));
