// The material of one part: grey or an alarm colour; filled, hollow, or hatched in screen space.

import { type Color, LineBasicMaterial, MeshStandardMaterial } from "three";
import type { Appearance } from "./appearance";
import type { Palette } from "./palette";

const HOLLOW_OPACITY = 0.16;
const HATCH_PITCH_PIXELS = 9;

/** Diagonal stripes on the screen: every second one nearly vanishes. */
const HATCH_FRAGMENT = `
#include <dithering_fragment>
if (hatched > 0.5) {
  float band = mod(gl_FragCoord.x + gl_FragCoord.y, ${HATCH_PITCH_PIXELS.toFixed(1)} * pixelRatio);
  gl_FragColor.a *= band < ${(HATCH_PITCH_PIXELS / 2).toFixed(1)} * pixelRatio ? 0.1 : 0.75;
}`;

export class PartMaterial {
  readonly fill = new MeshStandardMaterial({ roughness: 0.72, metalness: 0.05 });
  readonly edges = new LineBasicMaterial();
  private readonly hatched = { value: 0 };

  constructor(pixelRatio: number) {
    this.fill.onBeforeCompile = (shader) => {
      shader.uniforms.hatched = this.hatched;
      shader.uniforms.pixelRatio = { value: pixelRatio };
      shader.fragmentShader = `uniform float hatched;\nuniform float pixelRatio;\n${shader.fragmentShader.replace(
        "#include <dithering_fragment>",
        HATCH_FRAGMENT,
      )}`;
    };
  }

  /** `dimmed` is the dark half of a flash. */
  paint(look: Appearance, palette: Palette, selected: boolean, dimmed: boolean): void {
    const colour = palette.states[look.colour];
    this.fill.color.copy(colour);
    // An alarm must keep its hue in the shade.
    this.fill.emissive.copy(colour).multiplyScalar(glow(look, selected, dimmed));
    if (dimmed) this.fill.color.lerp(palette.states.normal, 0.75);
    this.hatched.value = look.fill === "hatched" ? 1 : 0;
    this.fill.opacity = look.fill === "hollow" ? HOLLOW_OPACITY : 1;
    this.setTransparent(look.fill !== "filled");
    this.edges.color.copy(this.edgeColour(look, palette, selected));
  }

  dispose(): void {
    this.fill.dispose();
    this.edges.dispose();
  }

  private edgeColour(look: Appearance, palette: Palette, selected: boolean): Color {
    // The many lines of a small part would hide its alarm colour; the tag says what is selected.
    if (selected && look.colour === "normal") return palette.selected;
    return look.fill === "hollow" ? palette.states.normal : palette.edge;
  }

  private setTransparent(transparent: boolean): void {
    if (this.fill.transparent === transparent) return;
    this.fill.transparent = transparent;
    this.fill.depthWrite = !transparent;
    this.fill.needsUpdate = true;
  }
}

function glow(look: Appearance, selected: boolean, dimmed: boolean): number {
  if (dimmed) return 0;
  if (look.colour !== "normal") return 0.35;
  return selected ? 0.18 : 0;
}
