/** Measures the contrast of the visible text on a page. */
import type { Page } from "playwright-core";

/**
 * Returns the texts with less contrast than WCAG 2 asks at level AA: 4.5:1, or 3:1 where the text is large.
 *
 * @see https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export function lowContrast(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Color = [red: number, green: number, blue: number, alpha: number];
    const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (!pixel) throw new Error("This browser cannot draw.");

    // Drawing a colour turns every CSS notation into numbers.
    function parse(css: string): Color {
      if (!pixel) return [0, 0, 0, 1];
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = css;
      pixel.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixel.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    }
    function blend(front: Color, back: Color): Color {
      const mix = (a: number, b: number) => a * front[3] + b * (1 - front[3]);
      return [mix(front[0], back[0]), mix(front[1], back[1]), mix(front[2], back[2]), 1];
    }
    function background(element: Element | null): Color {
      if (!element) return [255, 255, 255, 1];
      const own = parse(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : blend(own, background(element.parentElement));
    }
    function luminance([red, green, blue]: Color): number {
      const linear = (value: number) =>
        value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    const found = new Set<string>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent?.trim() ?? "";
      const element = texts.currentNode.parentElement;
      if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (!/[\p{L}\p{N}]/u.test(text) || element.closest("script, style, noscript")) continue;
      const style = getComputedStyle(element);
      const back = background(element);
      const [a, b] = [luminance(blend(parse(style.color), back)), luminance(back)];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) found.add(`${ratio.toFixed(2)} ${style.color} "${text.slice(0, 40)}"`);
    }
    return [...found];
  });
}
