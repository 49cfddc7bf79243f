import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DomainError } from '../../errors';
import { AllowEverybody } from './open-route';

/** The project, or the folder `dist` in it once this file is compiled. */
const ROOT = resolve(__dirname, '..', '..', '..');
/** What `vite build` makes of the folder `web`. */
const FOLDER = basename(ROOT) === 'dist' ? join(ROOT, 'web') : join(ROOT, 'dist', 'web');

/** Where the console talks to, and what it may load: nothing but its own origin. */
const CONTENT_SECURITY_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  // The component library writes its styles when a component appears (docs/decisions/0022).
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
].join('; ');

/** Lets browsers keep the console's scripts and styles: a changed one has another name. */
export function serveConsoleFiles(app: NestExpressApplication): void {
  app.useStaticAssets(join(FOLDER, 'assets'), {
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
  });
}

/** The one page of the console; what it shows is decided in the browser, by its address. */
@AllowEverybody()
@Controller()
export class ConsoleController {
  @Get(['/', 'sign-in', 'set-up', 'activate', 'console', 'console/*path'])
  @Header('cache-control', 'no-cache')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  @ApiExcludeEndpoint()
  async page(): Promise<string> {
    try {
      return await readFile(join(FOLDER, 'index.html'), 'utf8');
    } catch {
      throw new DomainError('CONSOLE_NOT_BUILT', 'not_found');
    }
  }
}
