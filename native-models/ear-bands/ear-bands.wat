;; The bands that the sound judge is fed, of one power spectrum, with 128-bit instructions in float32.
;;
;; Memory, in bytes:     0 powers of bins 0 to 512
;;    2304  33 edges of the wide bands: 4 times the bin     2560  of each wide band: one over its width
;;    3072  160 powers of bands: 64 bins from the third on, 32 wide ones, 64 bins from the 67th on
;;    4096  their common logarithms
(module
  (memory (export "memory") 1)

  (func (export "run") (param $floor f32)
    (local $at i32) (local $from i32) (local $to i32) (local $sum v128) (local $rest f32) (local $least v128)
    (local $x v128) (local $e v128) (local $z v128) (local $big v128)
    (local.set $least (f32x4.splat (local.get $floor)))

    (loop $bins
      (v128.store offset=3072 (local.get $at)
        (f32x4.add (v128.load offset=12 (local.get $at)) (local.get $least)))
      (v128.store offset=3456 (local.get $at)
        (f32x4.add (v128.load offset=268 (local.get $at)) (local.get $least)))
      (br_if $bins (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const 256))))

    (local.set $at (i32.const 0))
    (loop $bands
      (local.set $from (i32.load offset=2304 (local.get $at)))
      (local.set $to (i32.load offset=2308 (local.get $at)))
      (local.set $sum (f32x4.splat (f32.const 0)))
      (local.set $rest (f32.const 0))
      (block $fours
        (loop $four
          (br_if $fours (i32.gt_u (i32.add (local.get $from) (i32.const 16)) (local.get $to)))
          (local.set $sum (f32x4.add (local.get $sum) (v128.load (local.get $from))))
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (br $four)))
      (block $ones
        (loop $one
          (br_if $ones (i32.ge_u (local.get $from) (local.get $to)))
          (local.set $rest (f32.add (local.get $rest) (f32.load (local.get $from))))
          (local.set $from (i32.add (local.get $from) (i32.const 4)))
          (br $one)))
      (local.set $sum
        (f32x4.add (local.get $sum)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $sum) (local.get $sum))))
      (f32.store offset=3328 (local.get $at)
        (f32.add (local.get $floor)
          (f32.mul (f32.load offset=2560 (local.get $at))
            (f32.add (local.get $rest)
              (f32.add
                (f32x4.extract_lane 0 (local.get $sum))
                (f32x4.extract_lane 1 (local.get $sum)))))))
      (br_if $bands (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (i32.const 128))))

    ;; Common logarithms: exponent and a polynomial of the rest (S. Moshier's Cephes library, logf).
    (local.set $at (i32.const 0))
    (loop $logs
      (local.set $x (v128.load offset=3072 (local.get $at)))
      (local.set $e
        (f32x4.convert_i32x4_s
          (i32x4.sub (i32x4.shr_u (local.get $x) (i32.const 23)) (i32x4.splat (i32.const 127)))))
      (local.set $x
        (v128.or
          (v128.and (local.get $x) (i32x4.splat (i32.const 0x7fffff)))
          (i32x4.splat (i32.const 0x3f800000))))
      ;; Between the roots of a half and of two, where the polynomial holds.
      (local.set $big (f32x4.gt (local.get $x) (f32x4.splat (f32.const 1.41421356))))
      (local.set $x
        (v128.bitselect (f32x4.mul (local.get $x) (f32x4.splat (f32.const 0.5))) (local.get $x) (local.get $big)))
      (local.set $e
        (f32x4.add (local.get $e) (v128.and (local.get $big) (f32x4.splat (f32.const 1)))))
      (local.set $x (f32x4.sub (local.get $x) (f32x4.splat (f32.const 1))))
      (local.set $z (f32x4.mul (local.get $x) (local.get $x)))
      (local.set $sum (f32x4.splat (f32.const 7.0376836292e-2)))
      (local.set $sum
        (f32x4.add (f32x4.mul (local.get $sum) (local.get $x)) (f32x4.splat (f32.const -1.1514610310e-1))))
      (local.set $sum
        (f32x4.add (f32x4.mul (local.get $sum) (local.get $x)) (f32x4.splat (f32.const 1.1676998740e-1))))
      (local.set $sum
        (f32x4.add (f32x4.mul (local.get $sum) (local.get $x)) (f32x4.splat (f32.const -1.2420140846e-1))))
      (local.set $sum
        (f32x4.add (f32x4.mul (local.get $sum) (local.get $x)) (f32x4.splat (f32.const 1.4249322787e-1))))
      (local.set $sum
        (f32x4.add (f32x4.mul (local.get $sum) (local.get $x)) (f32x4.splat (f32.const -1.6668057665e-1))))
      (local.set $sum
        (f32x4.add (f32x4.mul (local.get $sum) (local.get $x)) (f32x4.splat (f32.const 2.0000714765e-1))))
      (local.set $sum
        (f32x4.add (f32x4.mul (local.get $sum) (local.get $x)) (f32x4.splat (f32.const -2.4999993993e-1))))
      (local.set $sum
        (f32x4.add (f32x4.mul (local.get $sum) (local.get $x)) (f32x4.splat (f32.const 3.3333331174e-1))))
      (local.set $sum (f32x4.mul (f32x4.mul (local.get $sum) (local.get $x)) (local.get $z)))
      (local.set $sum
        (f32x4.add (local.get $sum) (f32x4.mul (local.get $e) (f32x4.splat (f32.const -2.12194440e-4)))))
      (local.set $sum
        (f32x4.sub (local.get $sum) (f32x4.mul (local.get $z) (f32x4.splat (f32.const 0.5)))))
      (local.set $sum
        (f32x4.add
          (f32x4.add (local.get $x) (local.get $sum))
          (f32x4.mul (local.get $e) (f32x4.splat (f32.const 0.693359375)))))
      (v128.store offset=4096 (local.get $at)
        (f32x4.mul (local.get $sum) (f32x4.splat (f32.const 0.4342944819))))
      (br_if $logs (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const 640))))))
