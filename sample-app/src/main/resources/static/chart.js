// Orders per second over the last minute: a bar for each second, a line for the mean of ten, a band for each gap.

import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import { $, beforePaint } from './dom.js';

const SECONDS = 60;
const MEAN_OF = 10;
const HEIGHT = 118;

export class RateChart {
  #book;
  #box = $('#chart');
  #plot;
  #counts = new Map();
  #gaps = [];

  constructor(book, client) {
    this.#book = book;
    const draw = beforePaint(() => this.#draw());
    book.addEventListener('order', ({ detail: { order, previous } }) => {
      if (!previous) {
        const second = Math.floor(Date.parse(order.placedAt) / 1000);
        this.#counts.set(second, (this.#counts.get(second) ?? 0) + 1);
        draw();
      }
    });
    client.addEventListener('gap', ({ detail }) => {
      this.#gaps = [...this.#gaps.slice(-9), [new Date(detail.from), new Date(detail.to)]];
      draw();
    });
    setInterval(draw, 1000);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#build());
    new ResizeObserver(([{ contentRect }]) => {
      this.#plot?.setSize({ width: contentRect.width, height: HEIGHT });
    }).observe(this.#box);
    this.#build();
  }

  #build() {
    const color = (name) => cssColor(this.#box, name);
    const { bars, spline } = uPlot.paths;
    const font = `11px ${getComputedStyle(this.#box).fontFamily}`;
    const axis = { stroke: color('--muted'), font, ticks: { show: false } };
    const points = { show: false };
    this.#plot?.destroy();
    this.#plot = new uPlot({
      width: this.#box.clientWidth,
      height: HEIGHT,
      padding: [8, 14, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-SECONDS + 0.5, 0.5] },
        y: { range: (plot, min, max) => [0, Math.max(4, max + 1)] },
      },
      axes: [
        {
          ...axis,
          size: 24,
          grid: { show: false },
          splits: () => [-45, -30, -15, 0],
          values: (plot, splits) => splits.map((age) => (age ? `${-age} s ago` : 'now')),
        },
        { ...axis, size: 30, space: 22, grid: { stroke: color('--line'), width: 1 }, incrs: [1, 2, 5, 10, 20, 50] },
      ],
      series: [
        {},
        { fill: color('--bar'), width: 0, paths: bars({ size: [0.66, 14], radius: 0.25 }), points },
        { stroke: color('--accent'), width: 2, paths: spline(), points },
      ],
      hooks: { drawClear: [(plot) => this.#drawGaps(plot, color('--gap'))] },
    }, this.#data(), this.#box);
  }

  #draw() {
    const data = this.#data();
    const rate = data[2].at(-1);
    this.#plot.setData(data);
    $('#rate').textContent = rate.toFixed(1);
    this.#box.ariaLabel = `Orders per second in the last minute, now ${rate.toFixed(1)}`;
  }

  #data() {
    const now = Math.floor(this.#book.now() / 1000);
    for (const second of this.#counts.keys()) {
      if (second < now - SECONDS - MEAN_OF) {
        this.#counts.delete(second);
      }
    }
    const ages = Array.from({ length: SECONDS }, (_, index) => index - SECONDS + 1);
    const count = (age) => this.#counts.get(now + age) ?? 0;
    // The running second is still filling up, so the mean leaves it out.
    const mean = (age) => sum(Array.from({ length: MEAN_OF }, (_, back) => count(age - back - 1))) / MEAN_OF;
    return [ages, ages.map(count), ages.map(mean)];
  }

  #drawGaps(plot, color) {
    const { ctx, bbox } = plot;
    ctx.fillStyle = color;
    for (const [from, to] of this.#gaps) {
      const [left, right] = [from, to].map((at) => {
        const age = Math.max(-SECONDS, (at - Date.now()) / 1000);
        return plot.valToPos(age, 'x', true);
      });
      ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
    }
  }
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** A custom property as a colour that a canvas understands: light-dark() is resolved on the way. */
function cssColor(box, name) {
  const probe = box.appendChild(document.createElement('i'));
  probe.style.color = `var(${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
