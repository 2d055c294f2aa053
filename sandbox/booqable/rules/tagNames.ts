import type { Account } from '../models/account';
import { strings, type Json } from '../models/records';

/**
 * Tags are case-insensitive: the spelling that a tag was first used with in the account stays, and a repeated tag
 * counts once.
 * That Booqable keeps the first spelling is assumed from the tagging library Rails applications use; the reference says
 * only "case insensitive".
 */
export function tagList(account: Account, tags: Json): string[] {
	const names = strings(tags)
		.map((tag) => tag.trim())
		.filter(Boolean)
		.map((tag) => {
			const key = tag.toLowerCase();
			if (!account.tagNames.has(key)) account.tagNames.set(key, tag);
			return account.tagNames.get(key) ?? tag;
		});
	return [...new Set(names)];
}
