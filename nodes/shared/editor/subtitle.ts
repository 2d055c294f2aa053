import type { INodeProperties } from 'n8n-workflow';
import type { Resource } from '../operation';

/** The line under a node that has operations, e.g. "Create or Update: Contact": the words of its two lists. */
export function operationSubtitle(resources: readonly Resource[]): string {
	const words = resources.flatMap(({ name, label, operations }) =>
		operations.map((operation) => [`${name}.${operation.name}`, `${operation.label}: ${label}`]),
	);
	return `={{ ${wordFor(words, '$parameter["resource"] + "." + $parameter["operation"]')} }}`;
}

/** The line under a trigger, e.g. "Contact Created, Contact Updated". */
export const eventsSubtitle = (parameters: readonly INodeProperties[]): string => `={{ ${eventsInWords(parameters)} }}`;

/** In an expression: the chosen events by name. */
export const eventsInWords = (parameters: readonly INodeProperties[]): string =>
	`$parameter["events"].map((event) => ${wordFor(optionsOf(parameters, 'events'), 'event')}).join(", ")`;

/** In an expression: what a list shows for the value that is chosen there. */
export const choiceInWords = (parameters: readonly INodeProperties[], name: string): string =>
	wordFor(optionsOf(parameters, name), `$parameter["${name}"]`);

function optionsOf(parameters: readonly INodeProperties[], name: string): string[][] {
	const options = parameters.find((parameter) => parameter.name === name)?.options ?? [];
	return options.flatMap((option) => ('value' in option ? [[String(option.value), option.name]] : []));
}

const wordFor = (words: readonly string[][], value: string): string =>
	`(${JSON.stringify(Object.fromEntries(words))})[${value}]`;
