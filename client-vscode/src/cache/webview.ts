import type { Bar, CachePage, CacheRow } from './describe';

/** Runs in the view: draws what it is sent. */
declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const editor = acquireVsCodeApi();
const main = document.querySelector('main');
const svg = 'http://www.w3.org/2000/svg';
const chart = { height: 28, step: 6, bar: 5, places: 60 };

window.addEventListener('message', (event: MessageEvent<CachePage>) => {
  main?.replaceChildren(...draw(event.data));
});
editor.postMessage({ kind: 'ready' });

function draw(page: CachePage): HTMLElement[] {
  if (page.rows.length === 0) {
    return [paragraph('hint', 'Nothing is cached yet: open a file and type.')];
  }

  const total = paragraph('total', page.total);
  total.append(
    legend('reused', 'reused'),
    legend('computed', 'computed'),
    legend('without-model', 'without the model'),
  );
  return [total, ...page.rows.map(drawRow)];
}

function drawRow(row: CacheRow): HTMLElement {
  const section = document.createElement('section');
  const name = document.createElement('a');
  name.href = '#';
  name.textContent = row.name;
  name.title = row.uri;
  name.addEventListener('click', () => {
    editor.postMessage({ kind: 'open', uri: row.uri });
  });
  const head = paragraph('name', '');
  head.append(name, span('size', row.size));
  section.append(head, drawChart(row), paragraph('reuse', row.reuse), paragraph('miss', row.lastMiss));
  return section;
}

function drawChart(row: CacheRow): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `0 0 ${chart.places * chart.step} ${chart.height}`);
  picture.setAttribute('width', String(chart.places * chart.step));
  picture.setAttribute('height', String(chart.height));
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', row.reuse);
  picture.append(...row.bars.map(drawBar));
  return picture;
}

function drawBar(bar: Bar, index: number): SVGElement {
  const group = document.createElementNS(svg, 'g');
  const title = document.createElementNS(svg, 'title');
  title.textContent = bar.title;
  const reusedHeight = chart.height * bar.reused;
  group.append(
    title,
    rectangle('computed', index, 0, chart.height - reusedHeight),
    rectangle(bar.isWithoutModel ? 'without-model' : 'reused', index, chart.height - reusedHeight, reusedHeight),
  );
  return group;
}

function rectangle(kind: string, index: number, y: number, height: number): SVGElement {
  const shape = document.createElementNS(svg, 'rect');
  shape.setAttribute('class', kind);
  shape.setAttribute('x', String(index * chart.step));
  shape.setAttribute('y', y.toFixed(2));
  shape.setAttribute('width', String(chart.bar));
  shape.setAttribute('height', height.toFixed(2));
  return shape;
}

function legend(kind: string, text: string): HTMLElement {
  return span(`legend ${kind}`, text);
}

function paragraph(kind: string, text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = kind;
  element.textContent = text;
  return element;
}

function span(kind: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = kind;
  element.textContent = text;
  return element;
}
