import { Roofr } from '../../../nodes/Roofr/Roofr.node';
import { RoofrTrigger } from '../../../nodes/Roofr/RoofrTrigger.node';
import { RoofrApi } from '../../../credentials/RoofrApi.credentials';
import { RoofrOAuth2Api } from '../../../credentials/RoofrOAuth2Api.credentials';

test.each([new Roofr(), new RoofrTrigger()])(
	'the description of $description.displayName is plain data, as n8n stores it',
	({ description }) => {
		expect(structuredClone(description)).toEqual(JSON.parse(JSON.stringify(description)));
	},
);

test.each([new RoofrApi(), new RoofrOAuth2Api()])('$displayName comes with no address of its own', ({ properties }) => {
	const defaults = properties.map((property) => String(property.default));
	expect(defaults.filter((value) => /https?:\/\/(?!\S+\.invalid)|roofr\.com/.test(value))).toEqual([]);
	expect(properties.find(({ name }) => name === 'baseUrl')?.default).toBe('');
});
