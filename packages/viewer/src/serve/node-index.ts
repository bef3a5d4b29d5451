/** What serves the page, as a handler for servers of the connect kind. */
export type Handler = (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, next: () => void) => void
