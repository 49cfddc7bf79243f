import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { enterSandboxPeople, type Role } from '../../src/identity';
import { findChromium } from './chromium';
import { buildOnce } from './fund-process';
import { codeOf, type TestBrowser, type TestPerson, TestService } from './test-service';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const ANSWERS_WITHIN_MS = 30_000;
/** Where to leave pictures of the pages, for a person to look at; absent: none are taken. */
const PICTURES = process.env['FUND_PICTURES'];
const EXAMPLE_ORGANIZATION = '51220000MJ00010109';

interface AxeFinding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[];
}

/** A window of the console, and what went wrong in it. */
export interface Window {
  readonly page: Page;
  /** Uncaught errors and what the browser refused to load or run. */
  readonly faults: string[];
}

/** The console in a real browser, over the real service. */
export class TestConsole {
  private constructor(
    readonly service: TestService,
    readonly url: string,
    private readonly browser: Browser,
  ) {}

  static async open(service: TestService): Promise<TestConsole> {
    // Builds the console where its sources have changed, as every start does.
    await buildOnce();
    const server = await service.app.listen(0, '127.0.0.1');
    if (!server.listening) await once(server, 'listening');
    const browser = await chromium.launch({
      executablePath: findChromium(),
      chromiumSandbox: false,
      args: FLAGS,
    });
    return new TestConsole(service, await service.app.getUrl(), browser);
  }

  async close(): Promise<void> {
    await this.leave();
    await this.service.close();
  }

  /** Closes the browser; the service goes on. */
  async leave(): Promise<void> {
    await this.browser.close();
  }

  /** Makes the invented people, so that the sandbox is offered. */
  async offerSandbox(): Promise<void> {
    await enterSandboxPeople(this.service.database.dataSource, EXAMPLE_ORGANIZATION, '2020-01-01');
  }

  /** A browser that nobody used before. */
  async window(path: string, options: BrowserContextOptions = {}): Promise<Window> {
    return this.open(path, options, []);
  }

  /** The browser of somebody who has signed in already. */
  async windowOf(
    person: TestPerson,
    path: string,
    options: BrowserContextOptions = {},
  ): Promise<Window> {
    const { cookies } = await this.service.signIn(person);
    return this.open(path, options, cookies);
  }

  private async open(
    path: string,
    options: BrowserContextOptions,
    cookies: TestBrowser['cookies'],
  ): Promise<Window> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      locale: 'zh-CN',
      // Far from Shanghai, by whose days the business goes.
      timezoneId: 'America/Los_Angeles',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    context.setDefaultTimeout(ANSWERS_WITHIN_MS);
    await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: this.url })));
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // A refusal of the interface is logged by the browser and shown by the page.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) faults.push(message.text());
    });
    await page.goto(path);
    return { page, faults };
  }

  /** Signs in as somebody with an account. */
  async signIn(page: Page, person: TestPerson): Promise<void> {
    await page.getByLabel('登录名').fill(person.login);
    await page.getByLabel('密码').fill(person.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await this.showCode(page, person);
  }

  /** Types the code that the person's authenticator app shows. */
  async showCode(page: Page, { secret, accountId }: TestPerson): Promise<void> {
    await page.getByLabel('验证码').waitFor();
    await this.service.forgetUsedCodes(accountId);
    await page.getByLabel('验证码').fill(codeOf(secret));
    await page.getByRole('button', { name: '确认', exact: true }).click();
  }

  /** A window of the invented person of a role. */
  async sandboxWindow(role: Role, path: string, options?: BrowserContextOptions): Promise<Window> {
    await this.offerSandbox();
    // No page of the console, which would look for a session of its own meanwhile.
    const window = await this.window('/healthz', options);
    await window.page.request.post('/api/v1/sessions/sandbox', { data: { role } });
    await window.page.goto(path);
    return window;
  }
}

/** What axe-core finds that keeps somebody from using the page; takes a picture where they are wanted. */
export async function obstacles(page: Page, name: string): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  if (PICTURES !== undefined) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
  // Evaluated, not injected: the policy of the page lets nobody inject a script.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<{ violations: AxeFinding[] }>(
    "axe.run(document, { resultTypes: ['violations'], preload: false })",
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, html }) => `${name}: ${id} at ${target.join(' ')} ${html.slice(0, 160)}`,
      ),
    );
}

/** The same in the light and then in the dark, where the page stays as it is; leaves it in the light. */
export async function obstaclesByDayAndNight(page: Page, name: string): Promise<string[]> {
  const found = await obstacles(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await obstacles(page, `${name}-dark`)));
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}
