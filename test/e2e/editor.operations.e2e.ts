import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { Roofr } from '../../nodes/Roofr/Roofr.node';
import { SyncLedger } from '../../nodes/SyncLedger/SyncLedger.node';
import { NODES } from '../../scripts/nodes';
import { newWorkflow, place } from './editor/canvas';
import { openEditor, say, type Editor } from './editor/editor';
import { walkOperations } from './editor/operations';

const ACTION_NODES = [new GhlContacts(), new Booqable(), new Roofr(), new SyncLedger()].map(({ description }) => ({ description, title: description.displayName, resources: NODES.find(({ title }) => title === description.displayName)?.resources ?? [] }));

let editor: Editor;
beforeAll(async () => (editor = await openEditor()), 300_000);
afterAll(async () => await editor?.stop(), 60_000);

describe.each(ACTION_NODES)('$title, walked through in the editor', ({ title, description, resources }) => {
	it('shows for each operation what its description says: Resource, Operation, what it needs, Options last', async () => {
		await newWorkflow(editor);
		await place(editor.page, title, 'Actions');
		const { operations, compared, problems } = await walkOperations(editor.page, description, resources);
		say(`${title}: ${resources.length} resources, ${operations} operations, ${compared} parameters compared`);
		expect(problems).toEqual([]);
	}, 240_000);
});
