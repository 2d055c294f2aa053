/** What the stand-in accepts as key, hook and client. Secret to nobody. */
export const ROOFR = {
	apiKey: 'sandbox-roofr-key',
	/** What the trigger and whoever delivers events agree on. */
	webhookSecret: 'sandbox-roofr-webhook-secret',
	hook: '/hooks/catch/42/sandbox',
	clientId: 'sandbox-roofr',
	clientSecret: 'sandbox-roofr-client',
} as const;

/** Good right after a reset. */
export const ACCESS_TOKEN = 'sandbox-roofr-token';
