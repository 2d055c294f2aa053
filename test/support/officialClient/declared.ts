import ts from 'typescript';
import type { Schema } from '../previews/shape';

/** What the official client declares its methods to answer, from its type definitions. */
export class Declared {
	private readonly checker: ts.TypeChecker;
	private readonly file: ts.SourceFile;
	private readonly client: ts.Type;

	constructor() {
		const file = require.resolve('@gohighlevel/api-client').replace(/\.js$/, '.d.ts');
		const program = ts.createProgram([file], { skipLibCheck: true, strict: true, types: [] });
		const source = program.getSourceFile(file);
		if (!source) throw new Error(`The official client has no ${file}`);
		this.file = source;
		this.checker = program.getTypeChecker();
		const module = this.checker.getSymbolAtLocation(source);
		const symbol = module && this.checker.getExportsOfModule(module).find(({ name }) => name === 'HighLevel');
		if (!symbol) throw new Error('The official client exports no HighLevel');
		this.client = this.checker.getDeclaredTypeOfSymbol(
			symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol,
		);
	}

	/**
	 * The fields of the record that `contacts.getContact` and the like answer, with their types: the part of the answer
	 * that has most fields in common with these.
	 */
	record(method: string, fields: readonly string[]): ReadonlyMap<string, string> {
		const [service, name] = method.split('.');
		const answer = this.answerOf(service, name);
		const parts = answer
			? [answer, ...this.checker.getPropertiesOfType(answer).map((property) => this.typeOf(property))]
			: [];
		const known = parts.map((part) => this.fieldsOf(this.entryOf(part)));
		const common = (map: ReadonlyMap<string, string>): number => fields.filter((field) => map.has(field)).length;
		return known.reduce((best, next) => (common(next) > common(best) ? next : best), new Map<string, string>());
	}

	private answerOf(service: string, name: string): ts.Type | undefined {
		const owner = this.client.getProperty(service);
		const method = owner && this.typeOf(owner).getProperty(name);
		const [signature] = method ? this.typeOf(method).getCallSignatures() : [];
		return signature && this.checker.getAwaitedType(signature.getReturnType());
	}

	private typeOf(symbol: ts.Symbol): ts.Type {
		return this.checker.getNonNullableType(this.checker.getTypeOfSymbolAtLocation(symbol, this.file));
	}

	/** What a list holds; anything else as it is. */
	private entryOf(type: ts.Type): ts.Type {
		// an array type is a reference
		return this.checker.isArrayType(type) ? this.checker.getTypeArguments(type as ts.TypeReference)[0] : type;
	}

	private fieldsOf(type: ts.Type): Map<string, string> {
		if (!(type.flags & ts.TypeFlags.Object)) return new Map();
		return new Map(
			this.checker.getPropertiesOfType(type).map((property) => [property.name, this.kindOf(this.typeOf(property))]),
		);
	}

	private kindOf(type: ts.Type): string {
		if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return 'any';
		if (type.flags & ts.TypeFlags.StringLike) return 'string';
		if (type.flags & ts.TypeFlags.NumberLike) return 'number';
		if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean';
		if (this.checker.isArrayType(type)) return 'array';
		return type.isUnion() ? [...new Set(type.types.map((one) => this.kindOf(one)))].join('|') : 'object';
	}
}

/** Fields that the preview shows with another type than the client declares. */
export function disagreements({ properties = {} }: Schema, declared: ReadonlyMap<string, string>): string[] {
	return Object.entries(properties).flatMap(([field, { type = 'null' }]) => {
		const wanted = declared.get(field);
		const fits =
			wanted === undefined || wanted === 'any' || type === 'null' || wanted.split('|').includes(String(type));
		return fits ? [] : [`${field}: ${String(type)}, declared ${wanted}`];
	});
}
