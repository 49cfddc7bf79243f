import { Controller, Get, Next, type OnModuleDestroy, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../errors';
import { type Caller } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { BOARD_PATH, QueueBoard } from './queue-board';

/** The board loads its own files only, and writes its styles as they are needed. */
const CONTENT_SECURITY_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `object-src 'none'`,
  // Its page finds its files by a base of its own.
  `base-uri 'self'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/**
 * The board of the queues on Redis, for the system administrator. It is there where Redis is. Only reading
 * has a route, so nothing of it can be written, whatever the board itself would allow.
 */
@ApiExcludeController()
@Controller(BOARD_PATH)
@Allow(['system_administrator'])
export class QueueBoardController implements OnModuleDestroy {
  constructor(private readonly board: QueueBoard) {}

  @Get(['', '*path'])
  show(
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res() response: Response,
    @Next() next: NextFunction,
  ): void {
    // Anybody can be the sandbox's administrator, and the queues are those of the whole installation.
    if (caller.sandbox) throw new DomainError('NOT_IN_SANDBOX', 'forbidden');
    response.set('content-security-policy', CONTENT_SECURITY_POLICY);
    response.set('cache-control', 'no-store');
    request.url = request.url.slice(BOARD_PATH.length) || '/';
    void this.board.pages(request, response, next);
  }

  async onModuleDestroy(): Promise<void> {
    await this.board.close();
  }
}
