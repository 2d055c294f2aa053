/** What exists after every reset. Tests and examples import these instead of repeating them. */

/** The account every example uses: plan `essential`, so 50 calls per 60 seconds. */
export const DEMO_SLUG = 'demo-rentals';
/** An account whose plan has no API: every call is answered 402. */
export const SMALL_PLAN_SLUG = 'small-plan';
/** Belongs to the owner, who may do everything. Good for both accounts. */
export const ACCESS_TOKEN = 'sandbox-booqable-token-0000000000000000000000000000000000000000';
/** Belongs to an employee without permissions: may not cancel or revert orders, nor delete invoices. */
export const RESTRICTED_TOKEN = 'sandbox-booqable-restricted-token-000000000000000000000000000000';

/** An app that may be installed in both accounts. */
export const OAUTH_CLIENT = {
	clientId: 'sandbox0000000000000000000000000.public.apps.sandbox',
	clientSecret: `${'sandbox'.padEnd(64, '0')}.private.apps.sandbox`,
} as const;
/** A code that can be exchanged right after a reset, once. */
export const OAUTH_CODE = 'sandbox-booqable-code';

/**
 * Identifiers of the default properties that a new account has: telephone and address of a customer, addresses of an
 * order.
 */
export const OWN_PROPERTIES = ['phone', 'main_address', 'delivery_address', 'billing_address'];
