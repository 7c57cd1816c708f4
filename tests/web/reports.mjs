// Looks at reports in headless Chromium: no console message, no request beyond the page itself, no
// sideways scrolling, no serious or critical finding of axe-core, in light and dark, wide and
// narrow; texts as report.json has them; the whole journey by keyboard; pages printed.
//
// Reads what to look at from standard input (tests/web/run.py writes it). Exits 1 and says what is
// wrong.

import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const work = JSON.parse(fs.readFileSync(0, 'utf8'));
const require = createRequire(path.join(work.modules, 'x'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const WAYS = [
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
];
const problems = [];
let seen = 0;
let texts = 0;
let names = 0;
let printedPages = 0;

function problem(where, what) {
  problems.push(`${where}: ${what}`);
}

// Whatever a page says or asks for is a problem, but for the page itself.
function watch(page) {
  page.on('console', (message) => problem(page.url(), `console: ${message.text()}`));
  page.on('pageerror', (error) => problem(page.url(), `error: ${error.message}`));
  page.on('dialog', (dialog) => {
    problem(page.url(), `a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    const isPage = request.isNavigationRequest() && request.url().startsWith('file://');
    if (!isPage) problem(page.url(), `a request: ${request.url()}`);
  });
}

function largest(list, key) {
  return list.reduce((best, one) => (key(one) > key(best) ? one : best), list[0]);
}

function documentPage(job, name) {
  for (const file of fs.readdirSync(path.join(job.folder, 'document'))) {
    const first = !/-\d+\.html$/.test(file);
    if (first && fs.readFileSync(path.join(job.folder, 'document', file), 'utf8').includes(name)) {
      return `document/${file}`;
    }
  }
  throw new Error(`no page of ${name}`);
}

// "cluster:largest" and the like, as a path.
function resolved(job, name) {
  const report = job.report;
  if (name === 'cluster:largest') {
    return `cluster/${largest(report.clusters, (c) => c.texts.length).id}.html`;
  }
  if (name === 'document:most') {
    const one = largest(report.documents, (d) => d.reused_letters);
    return documentPage(job, path.basename(one.document));
  }
  if (name === 'document:compilation') {
    const one = largest(report.documents, (d) => d.works.length);
    return documentPage(job, path.basename(one.document));
  }
  if (name === 'template:most') {
    const pages = fs.readdirSync(path.join(job.folder, 'template'));
    const size = (file) => fs.statSync(path.join(job.folder, 'template', file)).size;
    return `template/${largest(pages, size)}`;
  }
  return name;
}

async function open(page, job, name) {
  await page.goto(`file://${path.join(job.folder, name)}`);
}

async function checkPage(page, job, name, way, wantsAxe) {
  await page.setViewportSize({ width: way.width, height: way.height });
  await page.emulateMedia({ colorScheme: way.scheme });
  await open(page, job, name);
  seen += 1;
  const where = `${job.name}-${job.language} ${name} ${way.width} ${way.scheme}`;
  const found = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - window.innerWidth,
    pwned: window.pwned,
    lang: document.documentElement.lang,
  }));
  if (found.wide > 0) problem(where, `scrolls sideways by ${found.wide} px`);
  if (found.pwned) problem(where, 'a payload was executed');
  if (!found.lang.startsWith(job.language)) problem(where, `says it is in ${found.lang}`);
  const shot = `${job.name}-${job.language}-${name.replace(/[/.]/g, '_')}-${way.width}-${way.scheme}`;
  await page.screenshot({ path: path.join(work.shots, `${shot}.png`) });
  if (wantsAxe) {
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run(document, {
      resultTypes: ['violations'],
    }));
    for (const violation of result.violations) {
      if (['serious', 'critical'].includes(violation.impact)) {
        problem(where, `axe: ${violation.id}: ${violation.nodes[0].html.slice(0, 200)}`);
      }
    }
  }
}

// The texts of every page of a report, and the names and titles of its documents, as the browser has
// them, against report.json.
async function checkTexts(page, job) {
  const known = new Set(job.report.documents.flatMap((d) => d.paragraphs.map((p) => p.text)));
  const shown = new Set();
  const named = new Set();
  for (const folder of ['document', 'cluster']) {
    for (const file of fs.readdirSync(path.join(job.folder, folder))) {
      await open(page, job, `${folder}/${file}`);
      const found = await page.evaluate(() => ({
        texts: [...document.querySelectorAll('.row > .t')].map((t) => t.textContent),
        heads: document.querySelectorAll('h1').length,
        names: [...document.querySelectorAll('h1 bdi, .meta bdi')].map((n) => n.textContent),
        pwned: window.pwned,
      }));
      if (found.pwned) problem(`${job.name} ${file}`, 'a payload was executed');
      if (found.heads !== 1) problem(`${job.name} ${file}`, `${found.heads} headings of the page`);
      found.names.forEach((name) => named.add(name));
      for (const text of found.texts) {
        texts += 1;
        shown.add(text);
        if (!known.has(text)) problem(`${job.name} ${file}`, `shows another text: ${text}`);
      }
    }
  }
  for (const text of known) {
    if (!shown.has(text)) problem(job.name, `nowhere shows: ${text}`);
  }
  for (const one of job.report.documents) {
    const titles = one.works.length === 1 && one.works[0].title !== '' ? [one.works[0].title] : [];
    for (const name of [one.document, ...titles]) {
      names += 1;
      // Longer ones are cut, which is said.
      if (Buffer.byteLength(name) < 400 && !named.has(name)) {
        problem(job.name, `nowhere names: ${name}`);
      }
    }
  }
}

// From the first page to a cluster, a paragraph of a document and back, with Tab and Enter only.
async function checkJourney(page, job) {
  const where = `${job.name}-${job.language} by keyboard`;
  const press = async (matches, what) => {
    for (let i = 0; i < 400; i += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const one = document.activeElement;
        const box = one.getBoundingClientRect();
        const style = getComputedStyle(one);
        return {
          href: one.getAttribute('href') ?? '',
          tag: one.tagName,
          isVisible: box.width > 0 && box.height > 0 && style.outlineStyle !== 'none',
        };
      });
      if (matches.test(focus.href)) {
        if (!focus.isVisible) problem(where, `the focus is not seen on ${focus.href}`);
        const before = page.url();
        await page.keyboard.press('Enter');
        await page.waitForFunction((url) => location.href !== url, before, { timeout: 5000 });
        return;
      }
    }
    problem(where, `Tab does not reach ${what}`);
  };
  await page.setViewportSize({ width: 1280, height: 900 });
  await open(page, job, 'index.html');
  await press(/^#main$/, 'the link that skips the head');
  await press(/^cluster\//, 'a cluster');
  await press(/^\.\.\/document\/.*#p\d+$/, 'a place of the cluster');
  if (!/\/document\/.*#p\d+$/.test(page.url())) problem(where, `ended at ${page.url()}`);
  await press(/^\.\.\/cluster\//, 'the cluster again');
  await open(page, job, 'index.html');
  await press(/^documents\.html$/, 'the documents');
  await press(/^document\//, 'a document');
  await open(page, job, 'index.html');
  await press(/^changes\.html$/, 'what changed');
}

function counted(text) {
  const counts = new Map();
  for (const one of text.normalize('NFKC').replace(/[\s\u00ad\u200b]/gu, '')) {
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return counts;
}

// Every character of the page is on the paper as often as on the page, and nothing is cut off.
async function checkPaper(page, where, file) {
  const found = await page.evaluate(() => {
    const cut = [];
    for (const one of document.querySelectorAll('main *')) {
      const style = getComputedStyle(one);
      if (style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1) {
        cut.push(one.outerHTML.slice(0, 120));
      }
    }
    return { text: document.querySelector('main').innerText, cut };
  });
  for (const one of found.cut) problem(where, `cut off on paper: ${one}`);
  if (!work.pdftotext) return;
  const paper = spawnSync(work.pdftotext, ['-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });
  if (paper.status !== 0) problem(where, `pdftotext: ${paper.stderr}`);
  const printed = counted(paper.stdout);
  for (const [one, count] of counted(found.text)) {
    const there = printed.get(one) ?? 0;
    if (there < count) problem(where, `on paper ${there} of ${count} times: ${one}`);
  }
  printedPages += 1;
}

// Also by a reader whose screen is dark: paper is not.
async function print(page, job, name) {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await open(page, job, name);
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if (paper !== 'rgb(255, 255, 255)') problem(`${job.name} ${name}`, `is printed on ${paper}`);
  const file = `${job.name}-${job.language}-${name.replace(/[/.]/g, '_')}.pdf`;
  await page.pdf({ path: path.join(work.shots, file), format: 'A4', printBackground: false });
  await checkPaper(page, `${job.name}-${job.language} ${name}`, path.join(work.shots, file));
  // What is wider than the sheet would be cut off: 794 px at 96 dpi, less the margins.
  await page.setViewportSize({ width: 672, height: 1000 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) problem(`${job.name} ${name}`, `is ${wide} px wider than the sheet`);
  await page.emulateMedia({ media: null, colorScheme: 'light' });
}

const context = await chromium.launchPersistentContext(work.profile, {
  executablePath: work.chromium,
  headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await context.newPage();
  watch(page);
  for (const job of work.jobs) {
    job.report = JSON.parse(fs.readFileSync(path.join(job.folder, 'report.json'), 'utf8'));
    for (const name of job.pages) {
      const target = resolved(job, name);
      for (const way of WAYS) await checkPage(page, job, target, way, way.width === 1280);
    }
    if (job.every) await checkTexts(page, job);
    if (job.journey) {
      await checkJourney(page, job);
      await print(page, job, 'index.html');
      await print(page, job, resolved(job, 'cluster:largest'));
      await print(page, job, resolved(job, 'document:compilation'));
    }
  }
} finally {
  await context.close();
}
for (const one of problems.slice(0, 40)) console.error(one);
console.log(`${seen} views, ${texts} texts, ${names} names, ${printedPages} on paper, ${problems.length} problems`);
process.exit(problems.length === 0 && seen > 0 ? 0 : 1);
