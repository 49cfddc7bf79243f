import type { Request } from 'express';

/** Where a request comes from. */
export const addressOf = (request: Request): string => request.ip ?? 'unknown';
