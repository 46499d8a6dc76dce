;; How well sounds fit frames, and texts the frames, with 128-bit instructions in float32.
;;
;; Memory, in bytes:
;;         0  for each of 32 sounds, a constant; then for each coefficient 32 means and 32 halved precisions (256 bytes)
;;     16384  of the text, for each state: 4 times its sound     81920  what it costs to leave out the state before
;;    147456  the likelihood of the best way to each state; four that cannot be reached lie before them, at 147440
;;    262144  frames, so many coefficients each                  917504  32 likelihoods for each frame
(module
  (memory (export "memory") 28)

  ;; The likelihoods of all frames, less the best of each frame: what all texts share would only cost digits.
  (func (export "score") (param $frames i32) (param $dimension i32)
    (local $value i32) (local $to i32) (local $end i32) (local $model i32) (local $last i32)
    (local $x v128) (local $off v128) (local $best v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $value (i32.const 262144))
    (local.set $to (i32.const 917504))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $frames) (i32.const 7))))
    (local.set $last (i32.shl (local.get $dimension) (i32.const 8)))
    (loop $frame
      (local.set $a (v128.load (i32.const 0)))
      (local.set $b (v128.load (i32.const 16)))
      (local.set $c (v128.load (i32.const 32)))
      (local.set $d (v128.load (i32.const 48)))
      (local.set $e (v128.load (i32.const 64)))
      (local.set $f (v128.load (i32.const 80)))
      (local.set $g (v128.load (i32.const 96)))
      (local.set $h (v128.load (i32.const 112)))
      (local.set $model (i32.const 0))
      (loop $coefficient
        (local.set $x (v128.load32_splat (local.get $value)))
        (local.set $value (i32.add (local.get $value) (i32.const 4)))
        (local.set $off (f32x4.sub (local.get $x) (v128.load offset=128 (local.get $model))))
        (local.set $a
          (f32x4.sub (local.get $a)
            (f32x4.mul (f32x4.mul (local.get $off) (local.get $off)) (v128.load offset=256 (local.get $model)))))
        (local.set $off (f32x4.sub (local.get $x) (v128.load offset=144 (local.get $model))))
        (local.set $b
          (f32x4.sub (local.get $b)
            (f32x4.mul (f32x4.mul (local.get $off) (local.get $off)) (v128.load offset=272 (local.get $model)))))
        (local.set $off (f32x4.sub (local.get $x) (v128.load offset=160 (local.get $model))))
        (local.set $c
          (f32x4.sub (local.get $c)
            (f32x4.mul (f32x4.mul (local.get $off) (local.get $off)) (v128.load offset=288 (local.get $model)))))
        (local.set $off (f32x4.sub (local.get $x) (v128.load offset=176 (local.get $model))))
        (local.set $d
          (f32x4.sub (local.get $d)
            (f32x4.mul (f32x4.mul (local.get $off) (local.get $off)) (v128.load offset=304 (local.get $model)))))
        (local.set $off (f32x4.sub (local.get $x) (v128.load offset=192 (local.get $model))))
        (local.set $e
          (f32x4.sub (local.get $e)
            (f32x4.mul (f32x4.mul (local.get $off) (local.get $off)) (v128.load offset=320 (local.get $model)))))
        (local.set $off (f32x4.sub (local.get $x) (v128.load offset=208 (local.get $model))))
        (local.set $f
          (f32x4.sub (local.get $f)
            (f32x4.mul (f32x4.mul (local.get $off) (local.get $off)) (v128.load offset=336 (local.get $model)))))
        (local.set $off (f32x4.sub (local.get $x) (v128.load offset=224 (local.get $model))))
        (local.set $g
          (f32x4.sub (local.get $g)
            (f32x4.mul (f32x4.mul (local.get $off) (local.get $off)) (v128.load offset=352 (local.get $model)))))
        (local.set $off (f32x4.sub (local.get $x) (v128.load offset=240 (local.get $model))))
        (local.set $h
          (f32x4.sub (local.get $h)
            (f32x4.mul (f32x4.mul (local.get $off) (local.get $off)) (v128.load offset=368 (local.get $model)))))
        (br_if $coefficient
          (i32.lt_u (local.tee $model (i32.add (local.get $model) (i32.const 256))) (local.get $last))))
      (local.set $best
        (f32x4.max
          (f32x4.max (f32x4.max (local.get $a) (local.get $b)) (f32x4.max (local.get $c) (local.get $d)))
          (f32x4.max (f32x4.max (local.get $e) (local.get $f)) (f32x4.max (local.get $g) (local.get $h)))))
      (local.set $best
        (f32x4.max (local.get $best)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $best) (local.get $best))))
      (local.set $best
        (f32x4.max (local.get $best)
          (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $best) (local.get $best))))
      (v128.store (local.get $to) (f32x4.sub (local.get $a) (local.get $best)))
      (v128.store offset=16 (local.get $to) (f32x4.sub (local.get $b) (local.get $best)))
      (v128.store offset=32 (local.get $to) (f32x4.sub (local.get $c) (local.get $best)))
      (v128.store offset=48 (local.get $to) (f32x4.sub (local.get $d) (local.get $best)))
      (v128.store offset=64 (local.get $to) (f32x4.sub (local.get $e) (local.get $best)))
      (v128.store offset=80 (local.get $to) (f32x4.sub (local.get $f) (local.get $best)))
      (v128.store offset=96 (local.get $to) (f32x4.sub (local.get $g) (local.get $best)))
      (v128.store offset=112 (local.get $to) (f32x4.sub (local.get $h) (local.get $best)))
      (br_if $frame (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 128))) (local.get $end)))))

  ;; The best way through the states (Viterbi, 1967) from the second frame on; the caller set the first. From the last
  ;; states down: what a state is reached from still stands as it was in the frame before.
  (func (export "follow") (param $frames i32) (param $states i32) (param $stay f32) (param $next f32)
    (local $t i32) (local $table i32) (local $s i32) (local $highest i32) (local $lowest i32) (local $last i32)
    (local $staying v128) (local $going v128) (local $score v128)
    (local.set $staying (f32x4.splat (local.get $stay)))
    (local.set $going (f32x4.splat (local.get $next)))
    (local.set $last (i32.shl (i32.sub (local.get $states) (i32.const 1)) (i32.const 2)))
    (local.set $table (i32.const 917504))
    (local.set $t (i32.const 1))
    (loop $frame
      (local.set $table (i32.add (local.get $table) (i32.const 128)))
      ;; Four times the last state that can be reached yet, and the first from which the end can; by fours of states.
      (local.set $highest (i32.add (i32.shl (local.get $t) (i32.const 3)) (i32.const 4)))
      (if (i32.gt_s (local.get $highest) (local.get $last)) (then (local.set $highest (local.get $last))))
      (local.set $lowest
        (i32.sub
          (i32.sub (local.get $last) (i32.const 4))
          (i32.shl (i32.sub (local.get $frames) (local.get $t)) (i32.const 3))))
      (if (i32.lt_s (local.get $lowest) (i32.const 0)) (then (local.set $lowest (i32.const 0))))
      (local.set $s (i32.and (local.get $highest) (i32.const -16)))
      (local.set $lowest (i32.and (local.get $lowest) (i32.const -16)))
      (loop $four
        (local.set $score
          (v128.load32_zero (i32.add (local.get $table) (i32.load offset=16384 (local.get $s)))))
        (local.set $score
          (v128.load32_lane 1
            (i32.add (local.get $table) (i32.load offset=16388 (local.get $s))) (local.get $score)))
        (local.set $score
          (v128.load32_lane 2
            (i32.add (local.get $table) (i32.load offset=16392 (local.get $s))) (local.get $score)))
        (local.set $score
          (v128.load32_lane 3
            (i32.add (local.get $table) (i32.load offset=16396 (local.get $s))) (local.get $score)))
        (v128.store offset=147456 (local.get $s)
          (f32x4.add (local.get $score)
            (f32x4.max
              (f32x4.max
                (f32x4.add (v128.load offset=147456 (local.get $s)) (local.get $staying))
                (f32x4.add (v128.load offset=147452 (local.get $s)) (local.get $going)))
              (f32x4.add
                (v128.load offset=147448 (local.get $s))
                (v128.load offset=81920 (local.get $s))))))
        (br_if $four
          (i32.ge_s (local.tee $s (i32.sub (local.get $s) (i32.const 16))) (local.get $lowest))))
      (br_if $frame
        (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 1))) (local.get $frames))))))
