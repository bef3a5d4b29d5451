// node steady.mjs names... : steady state ratio, each variant alone in a process
import { buildProgram } from '/tmp/wt/record/bench/build.mjs'
import { execFileSync } from 'node:child_process'
const names = process.argv.slice(2)
const one = `const vm=require('vm'),fs=require('fs');const f=process.argv[1];vm.runInThisContext(fs.readFileSync(f,'utf8')+';globalThis.program=program',{filename:f});
(async()=>{const cpu=()=>{const{user,system}=process.cpuUsage();return(user+system)/1000};const run=async(ms)=>{let n=0;const t=performance.now(),c=cpu();while(performance.now()-t<ms){let r=program.run();if(r&&typeof r.then==='function')await r;n++}return (cpu()-c)/n};
const first=await run(30);await run(2000);const s=[];for(let i=0;i<5;i++)s.push(await run(400));s.sort((a,b)=>a-b);console.log(JSON.stringify([first,s[2]]));process.exit()})()`
for (const name of names) {
  const o = { include: `bench/programs/${name}.mjs`, enabled: true }
  const v = [{ name: 'bare' }, { name: 'on', options: o, read: true }, { name: 'on, values not kept', options: { ...o, values: false } }]
  const r = []
  for (const x of v) { const f = await buildProgram(name, x); r.push(JSON.parse(execFileSync(process.execPath, ['-e', one, f]))) }
  console.log(name.padEnd(10), 'bare', r[0][1].toFixed(3), 'on', (r[1][1] / r[0][1]).toFixed(2), 'first 30 ms', (r[1][0] / r[0][0]).toFixed(2), 'novalues', (r[2][1] / r[0][1]).toFixed(2))
}
