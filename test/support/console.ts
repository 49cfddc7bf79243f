import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
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
  // A page lives for seconds: optimizing its code and collecting what is young cost more than they save.
  '--js-flags=--no-opt --no-maglev --min-semi-space-size=32',
];
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const ANSWERS_WITHIN_MS = 30_000;
/** Where to leave pictures of the pages, for a person to look at; absent: none are taken. */
const PICTURES = process.env['FUND_PICTURES'];
const USUAL_SIZE = { width: 1280, height: 800 };
/** Of axe-core: all that the dark can change. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block'];
/** No test is called so. */
const OVER = '';
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

/** How a window is looked at. */
interface Look {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What the pages may do without asking. */
  readonly permissions?: readonly string[];
}

/** A window and the test that opened it. */
interface Opened {
  readonly page: Page;
  /** Free for others as soon as the test is over; absent: it is kept for tests to come. */
  test: string | undefined;
}

/** The console in a real browser, over the real service. */
export class TestConsole {
  private readonly opened: Opened[] = [];

  private constructor(
    readonly service: TestService,
    readonly url: string,
    private readonly browser: Browser,
  ) {}

  static async open(service: TestService): Promise<TestConsole> {
    // Builds the console where its sources have changed, as every start does.
    await buildOnce();
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

  /** A browser that knows nobody. */
  async window(path: string, look: Look = {}): Promise<Window> {
    return this.open(path, look, []);
  }

  /** The browser of somebody who has signed in already. */
  async windowOf(person: TestPerson, path: string, look: Look = {}): Promise<Window> {
    const { cookies } = await this.service.signIn(person);
    return this.open(path, look, cookies);
  }

  /** A window of the invented person of a role. */
  async sandboxWindow(role: Role, path: string, look: Look = {}): Promise<Window> {
    const { cookies } = await this.service.signInToSandbox(role);
    return this.open(path, look, cookies);
  }

  /** Keeps a window as it is for the tests that follow. */
  keep({ page }: Window): void {
    for (const opened of this.opened) if (opened.page === page) opened.test = undefined;
  }

  /** Gives a window to whoever opens the next one. */
  free(page: Page): void {
    for (const opened of this.opened) if (opened.page === page) opened.test = OVER;
  }

  /**
   * A new browser has all code of the console to compile, which costs three times what a page does. So a window of
   * a test that is over is used again, with nothing left in it of whoever sat there.
   */
  private async open(
    path: string,
    { colorScheme = 'light', viewport = USUAL_SIZE, permissions = [] }: Look,
    cookies: TestBrowser['cookies'],
  ): Promise<Window> {
    const { page } = await this.unusedWindow();
    await page.emulateMedia({ colorScheme, media: null, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await page.context().grantPermissions([...permissions]);
    await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, url: this.url })));
    const faults = faultsOf(page);
    await page.goto(path);
    return { page, faults };
  }

  private async unusedWindow(): Promise<Opened> {
    const test = expect.getState().currentTestName;
    const free = this.opened.find((one) => one.test !== undefined && one.test !== test);
    if (free !== undefined) {
      free.test = test;
      await clean(free.page);
      return free;
    }
    const context = await this.browser.newContext({
      baseURL: this.url,
      locale: 'zh-CN',
      // Far from Shanghai, by whose days the business goes.
      timezoneId: 'America/Los_Angeles',
    });
    context.setDefaultTimeout(ANSWERS_WITHIN_MS);
    const opened = { page: await context.newPage(), test };
    this.opened.push(opened);
    return opened;
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
}

/** Leaves nothing of whoever used the window. */
async function clean(page: Page): Promise<void> {
  for (const tab of page.context().pages()) if (tab !== page) await tab.close();
  for (const event of ['pageerror', 'console', 'request', 'response', 'dialog'] as const) {
    page.removeAllListeners(event);
  }
  await page.unrouteAll();
  // No page of the console, which would ask for a session meanwhile and keep what is cleared here.
  await page.goto('/healthz');
  await page.evaluate('localStorage.clear(), sessionStorage.clear()');
  await page.context().clearCookies();
  await page.context().clearPermissions();
}

/** What goes wrong in a page from now on. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A refusal of the interface is logged by the browser and shown by the page.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(message.text());
  });
  return faults;
}

/** What axe-core finds that keeps somebody from using the page; takes a picture where they are wanted. */
export const obstacles = (page: Page, name: string): Promise<string[]> => obstaclesOf(page, name);

/** The same in the light and then in the dark, where the page stays as it is; leaves it in the light. */
export async function obstaclesByDayAndNight(page: Page, name: string): Promise<string[]> {
  const found = await obstacles(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-appearance=dark]').waitFor();
  found.push(...(await obstaclesOf(page, `${name}-dark`, RULES_OF_COLOURS)));
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

async function obstaclesOf(page: Page, name: string, rules?: readonly string[]): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  if (PICTURES !== undefined) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
  // Evaluated, not injected: the policy of the page lets nobody inject a script.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE);
  const options = JSON.stringify({
    resultTypes: ['violations'],
    preload: false,
    ...(rules !== undefined && { runOnly: rules }),
  });
  const violations = await page.evaluate<readonly AxeFinding[]>(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, html }) => `${name}: ${id} at ${target.join(' ')} ${html.slice(0, 160)}`,
      ),
    );
}
