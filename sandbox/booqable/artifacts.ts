import { crc32 } from 'node:zlib';

export interface Artifact {
	readonly contentType: string;
	readonly bytes: Buffer;
}

/** A PDF of one page with a few lines of text: the smallest a viewer opens. */
export function pdf(lines: readonly string[]): Buffer {
	// The built-in font has no letters beyond Latin-1, and brackets and backslashes are syntax.
	const shown = lines.map((line) => `(${line.replace(/[^\x20-\xff]/g, '?').replace(/[()\\]/g, '\\$&')}) Tj T*`).join('\n');
	const stream = `BT /F1 12 Tf 14 TL 50 780 Td\n${shown}\nET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	];
	let text = '%PDF-1.4\n';
	const offsets = objects.map((object, index) => {
		const offset = text.length;
		text += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return String(offset).padStart(10, '0');
	});
	const table = ['0000000000 65535 f ', ...offsets.map((offset) => `${offset} 00000 n `)].join('\n');
	return Buffer.from(`${text}xref\n0 ${offsets.length + 1}\n${table}\ntrailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`, 'latin1');
}

function zipHeader(signature: string, fields: ReadonlyArray<[bytes: 2 | 4, value: number]>, name: string): Buffer {
	const numbers = fields.map(([bytes, value]) => {
		const buffer = Buffer.alloc(bytes);
		buffer.writeUIntLE(value, 0, bytes);
		return buffer;
	});
	return Buffer.concat([Buffer.from(signature, 'latin1'), ...numbers, Buffer.from(name)]);
}

/** A zip of files as they are, without compression. */
export function zip(files: ReadonlyArray<{ name: string; bytes: Buffer }>): Buffer {
	const bodies: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const { name, bytes } of files) {
		const about: Array<[2 | 4, number]> = [[2, 20], [2, 0x0800], [2, 0], [4, 0], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, Buffer.byteLength(name)], [2, 0]];
		directory.push(zipHeader('PK\x01\x02', [[2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]], name));
		const body = Buffer.concat([zipHeader('PK\x03\x04', about, name), bytes]);
		bodies.push(body);
		offset += body.length;
	}
	const length = directory.reduce((sum, { length: size }) => sum + size, 0);
	const end = zipHeader('PK\x05\x06', [[2, 0], [2, 0], [2, files.length], [2, files.length], [4, length], [4, offset], [2, 0]], '');
	return Buffer.concat([...bodies, ...directory, end]);
}
