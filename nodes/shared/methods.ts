import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { Calls } from './calls';
import { sentence } from './errors';
import type { Operation } from './operation';
import { connect } from './run';
import type { Context, Service } from './service';

/** Runs `work` for a dropdown, list or mapper of the editor. What goes wrong becomes one sentence there. */
export async function withCalls<T>(context: ILoadOptionsFunctions, service: Service, operation: Operation, work: (calls: Calls) => Promise<T>): Promise<T> {
	try {
		return await work(new Calls(await connect(context as unknown as Context, service))); // it has all of it; its overloads differ
	} catch (error) {
		throw sentence(error, { node: context.getNode(), service, operation });
	}
}
