import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const message = z.object({ role: z.string(), content: z.unknown().optional() }).passthrough();
const asked = z
	.object({
		stream: z.boolean().optional(),
		messages: z.array(message).default([]),
		tools: z
			.array(
				z.object({
					function: z.object({ name: z.string(), description: z.string().optional(), parameters: z.unknown() }),
				}),
			)
			.default([]),
	})
	.passthrough();

/** What a model is given: the tools that it may call, and what they answered since the person's last words. */
export interface Turn {
	readonly tools: ReadonlyArray<{
		readonly name: string;
		readonly description?: string;
		readonly parameters?: unknown;
	}>;
	readonly answers: readonly string[];
}
/** What it does then: calls a tool, or says something. */
export type Move = { readonly tool: string; readonly arguments: object } | string;

/** A model that follows a script. It stands in for the chat API of OpenAI, on loopback. */
export class ScriptedModel {
	/** What the tools answered, in order. */
	readonly toolAnswers: string[] = [];
	/** The tools that the agent offered. */
	tools: Turn['tools'] = [];
	/** What stands above the conversation. */
	system = '';
	private readonly server: Server;

	private constructor(private readonly script: (turn: Turn) => Move) {
		this.server = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => this.answer(request.url ?? '', body, response));
		});
	}

	static async start(script: (turn: Turn) => Move): Promise<ScriptedModel> {
		const model = new ScriptedModel(script);
		await new Promise<void>((resolve) => model.server.listen(0, '127.0.0.1', resolve));
		return model;
	}

	get url(): string {
		const { port } = this.server.address() as AddressInfo; // it listens on a port
		return `http://127.0.0.1:${port}/v1`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answer(url: string, body: string, response: ServerResponse): void {
		if (!url.endsWith('/chat/completions'))
			return send(response, { object: 'list', data: [{ id: 'scripted', object: 'model' }] });
		const { messages, tools, stream } = asked.parse(JSON.parse(body));
		this.tools = tools.map((tool) => tool.function);
		this.system = text(messages.find(({ role }) => role === 'system')?.content);
		const answers = messages
			.slice(messages.findLastIndex(({ role }) => role === 'user') + 1)
			.filter(({ role }) => role === 'tool')
			.map(({ content }) => text(content));
		if (messages.at(-1)?.role === 'tool') this.toolAnswers.push(answers.at(-1) ?? '');
		const move = this.script({ tools: this.tools, answers });
		const expected =
			typeof move === 'string'
				? { role: 'assistant', content: move }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: `call_${messages.length}`,
								type: 'function',
								function: { name: move.tool, arguments: JSON.stringify(move.arguments) },
							},
						],
					};
		const finish_reason = 'tool_calls' in expected ? 'tool_calls' : 'stop';
		const shared = { id: 'chatcmpl-1', created: 0, model: 'scripted' };
		if (stream !== true)
			return send(response, {
				...shared,
				object: 'chat.completion',
				choices: [{ index: 0, message: expected, finish_reason }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			});
		const delta =
			'tool_calls' in expected
				? { ...expected, tool_calls: expected.tool_calls?.map((call, index) => ({ ...call, index })) }
				: expected;
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		for (const choice of [
			{ index: 0, delta, finish_reason: null },
			{ index: 0, delta: {}, finish_reason },
		])
			response.write(`data: ${JSON.stringify({ ...shared, object: 'chat.completion.chunk', choices: [choice] })}\n\n`);
		response.end('data: [DONE]\n\n');
	}
}

const text = (content: unknown): string => (typeof content === 'string' ? content : JSON.stringify(content ?? ''));

function send(response: ServerResponse, body: unknown): void {
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}
