export interface Artifact {
	readonly contentType: string;
	readonly bytes: Buffer;
}

/** A PDF of one page with a few lines of text: the smallest a viewer opens. */
export function pdf(lines: readonly string[]): Buffer {
	// The built-in font has no letters beyond Latin-1, and brackets and backslashes are syntax.
	const shown = lines
		.map((line) => `(${line.replace(/[^\x20-\xff]/g, '?').replace(/[()\\]/g, '\\$&')}) Tj T*`)
		.join('\n');
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
	return Buffer.from(
		`${text}xref\n0 ${offsets.length + 1}\n${table}\ntrailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
		'latin1',
	);
}
