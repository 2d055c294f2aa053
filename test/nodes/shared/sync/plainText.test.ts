import { plainText } from '../../../../nodes/shared/sync/plainText';

test.each([
	['paragraphs are lines', '<p>Bring the key</p><p>Ring twice</p>', 'Bring the key\nRing twice'],
	[
		'an empty paragraph is an empty line',
		'<p>Bring the key</p>\n<p><br></p>\n<p>Ring twice</p>',
		'Bring the key\n\nRing twice',
	],
	['a break is a line end', 'Bring the key<br/>Ring twice', 'Bring the key\nRing twice'],
	[
		'formatting goes',
		'<p>Bring <strong style="color:red">the</strong> <a href="https://example.com">key</a></p>',
		'Bring the key',
	],
	['a list has dashes', '<ul><li>Key</li><li>Tent</li></ul>', '- Key\n- Tent'],
	[
		'entities are characters',
		'<p>Tents &amp; chairs &lt;2&gt;&nbsp;&#39;now&#x27; &copy; &amp;lt;</p>',
		"Tents & chairs <2> 'now' &copy; &lt;",
	],
	['text without tags stays, whatever is in it', 'a < b, see <Anna> &amp;\n\n  x', 'a < b, see <Anna> &amp;\n\n  x'],
	['nothing is nothing', undefined, ''],
])('%s', (_, written, text) => {
	expect(plainText(written)).toBe(text);
});
