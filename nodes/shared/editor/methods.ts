import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { contextOf } from '../account';
import { Calls } from '../runner/calls';
import { connect } from '../runner/connections';
import { sentence } from '../runner/errors';
import type { Service } from '../service';

/** Runs `work` for a dropdown, list or mapper of the editor. What goes wrong becomes one sentence there. */
export async function withCalls<T>(
	context: ILoadOptionsFunctions,
	service: Service,
	work: (calls: Calls) => Promise<T>,
): Promise<T> {
	try {
		return await work(new Calls(await connect(contextOf(context), service)));
	} catch (error) {
		throw sentence(error, { node: context.getNode(), service });
	}
}
