import {
  BoxGeometry,
  Euler,
  Group,
  Mesh,
  MeshBasicMaterial,
  PerspectiveCamera,
  Raycaster,
  Scene,
  SphereGeometry,
  Vector2,
  Vector3,
} from 'three/src/Three.Core.js'
import { checksumOf } from './checksum.mjs'

const scene = new Scene()
const camera = new PerspectiveCamera(60, 1.5, 0.1, 1000)
const material = new MeshBasicMaterial()
const shapes = [new BoxGeometry(1, 1, 1), new SphereGeometry(1, 8, 6)]
for (let i = 0; i < 20; i++) {
  const group = new Group()
  for (let n = 0; n < 10; n++) {
    const mesh = new Mesh(shapes[n % 2], material)
    mesh.position.set(n - 5, i - 10, -n)
    group.add(mesh)
  }
  scene.add(group)
}
const raycaster = new Raycaster()

export function run() {
  const out = []
  for (let frame = 0; frame < 4; frame++) {
    scene.children.forEach((group, i) => group.rotation.copy(new Euler(frame / 10, i / 20, 0)))
    camera.position.copy(new Vector3(0, 0, 20 - frame))
    scene.updateMatrixWorld(true)
    camera.updateMatrixWorld()
    for (let x = -0.5; x <= 0.5; x += 0.25) {
      raycaster.setFromCamera(new Vector2(x, x / 2), camera)
      out.push(...raycaster.intersectObjects(scene.children).map((hit) => hit.distance.toFixed(6)))
    }
  }
  return out
}

export const digest = checksumOf
