import type { IWebhookFunctions } from 'n8n-workflow';

/**
 * Deliveries that this process answers at once. More wait at GHL, which comes again after a 429, rather than in the
 * memory of n8n.
 */
export const MOST_IN_FLIGHT = 200;

let inFlight = 0;

/** Takes a place until the request is answered; false when there is none. */
export function enter(response: ReturnType<IWebhookFunctions['getResponseObject']>): boolean {
	if (inFlight >= MOST_IN_FLIGHT) return false;
	inFlight++;
	response.once('close', () => inFlight--);
	return true;
}
